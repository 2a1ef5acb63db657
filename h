HTTP/1.1 303 See Other
Cache-Control: no-store
Content-Security-Policy: default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'
Cross-Origin-Opener-Policy: same-origin
Cross-Origin-Resource-Policy: same-origin
Location: http://127.0.0.1:18491/console
Referrer-Policy: same-origin
Set-Cookie: facegate-console=hlIkLh7dxauhBltSz9p2-zQtTsZozRqpomsePUdBNnE;Version=1;Path=/console;Max-Age=28800;HttpOnly;SameSite=Strict
Set-Cookie: facegate-console=hlIkLh7dxauhBltSz9p2-zQtTsZozRqpomsePUdBNnE;Version=1;Path=/log;Max-Age=28800;HttpOnly;SameSite=Strict
X-Content-Type-Options: nosniff
X-Frame-Options: DENY
content-length: 0
Date: Sat, 28 Nov 2026 09:31:17 GMT

