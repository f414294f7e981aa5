export declare function deliveryKey(event: AzeerEvent): string;

export declare function messageKey(event: AzeerEvent): string | null;
