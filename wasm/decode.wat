;; Decodes modules that are inlined as text: core/decode.ts in the package runs it, scripts/pkg.mjs writes such text.
;;
;; WebAssembly is compiled before it runs. The same loop in JavaScript runs once, in an interpreter, which takes milliseconds.
(module
  ;; The text, which the decoded bytes replace from its start on.
  (memory (export "memory") 2)

  ;; Decodes the text from 0 to $end. Returns the number of bytes.
  ;;
  ;; A byte below 91 is one character from `#` to `}`. A space before a character adds 91, an exclamation mark adds 182.
  (func (export "decode") (param $end i32) (result i32)
    (local $from i32)
    (local $to i32)
    (local $code i32)
    (if (local.get $end)
      (then
        (loop $next
          (local.set $code (i32.load8_u (local.get $from)))
          (if (i32.lt_u (local.get $code) (i32.const 0x23))
            (then
              (local.set $from (i32.add (local.get $from) (i32.const 1)))
              (local.set $code
                (i32.add
                  (i32.load8_u (local.get $from))
                  (select (i32.const 91) (i32.const 182) (i32.eq (local.get $code) (i32.const 0x20)))))))
          (i32.store8 (local.get $to) (i32.sub (local.get $code) (i32.const 0x23)))
          (local.set $to (i32.add (local.get $to) (i32.const 1)))
          (local.set $from (i32.add (local.get $from) (i32.const 1)))
          (br_if $next (i32.lt_u (local.get $from) (local.get $end))))))
    (local.get $to)))
