// As default:
declare const core: object;
