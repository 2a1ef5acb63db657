package io.facegate.e2e;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Requests over HTTP/1.1 that servers and proxies could read in two ways, each around a call that would be permitted. */
final class HttpAttacks {
    private static final String END = "\r\n";
    private static final int MEBIBYTE = 1 << 20;

    private final Wire call;
    private final List<Attack> all = new ArrayList<>();

    /** One attack; its bytes are sent as they are. */
    record Attack(String name, byte[] bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    private HttpAttacks(Wire call) {
        this.call = call;
    }

    /** All of them, around that call. */
    static Stream<Attack> around(Wire call) {
        var attacks = new HttpAttacks(call);
        attacks.lengths();
        attacks.encodings();
        attacks.chunks();
        attacks.heads();
        attacks.targets();
        attacks.versions();
        attacks.sizes();
        attacks.hiddenCalls();
        return attacks.all.stream();
    }

    /** Two lengths, or one that is none. */
    private void lengths() {
        changed("CL, then TE", call.with("Transfer-Encoding", "chunked"));
        changed("TE, then CL", first("Transfer-Encoding", "chunked"));
        changed("CL twice, different", call.with("Content-Length", "3"));
        changed("CL twice, the same", call.with("Content-Length", String.valueOf(call.body().length)));
        for (var length : List.of("-1", "+5", "5,5", "5, 6", "0x10", "5 5", "1e3", "", "99999999999999999999")) {
            changed("CL is " + length, call.replace("Content-Length", length));
        }
    }

    private void encodings() {
        for (var encoding :
                List.of("xchunked", "chunked, identity", "identity", "gzip", "chunked, chunked", "\u000bchunked")) {
            changed("TE is " + encoding, chunked().replace("Transfer-Encoding", encoding));
        }
        changed("TE twice", chunked().with("Transfer-Encoding", "identity"));
        raw("a blank before the colon of TE", text(chunked()).replace("Transfer-Encoding:", "Transfer-Encoding :"));
        raw("TE over HTTP/1.0", text(chunked()).replace(" HTTP/1.1", " HTTP/1.0"));
    }

    private void chunks() {
        for (var size : List.of("-1", "+5", "0x5", "FFFFFFFFF", "FFFFFFFFFFFFFFFFFFFF", "G", "", " 5", "5 5")) {
            raw("a chunk of " + size + " bytes", text(chunked()) + size + END + "12345" + END + "0" + END + END);
        }
        raw("a chunk without its end", text(chunked()) + "5" + END + "12345678" + END + "0" + END + END);
        raw("a chunk with a bare LF", text(chunked()) + "5\n12345\n0\n\n");
        raw("an extension of megabytes", text(chunked()) + "5;a=" + "x".repeat(3 * MEBIBYTE));
        raw("extensions of many chunks", text(chunked()) + ("1;" + "x".repeat(4000) + END + "1" + END).repeat(5000));
        raw("a bare CR in an extension", text(chunked()) + "5;a\rb" + END + "12345" + END + "0" + END + END);
        raw("trailers of megabytes", text(chunked()) + "0" + END + "a: b".repeat(MEBIBYTE));
    }

    private void heads() {
        raw("a folded first header", text(call).replaceFirst(END, END + " X-More: a" + END), call.body());
        raw("bare LF", text(call).replace(END, "\n"), call.body());
        raw("one bare LF", text(call).replace(END + "Content-Length", "\nContent-Length"), call.body());
        raw("a bare CR", text(call).replace(END + "Content-Length", "\rContent-Length"), call.body());
        raw("a NUL in a value", text(call.with("X-More", "a\0b")), call.body());
        raw("a NUL in a name", text(call.with("X-\0More", "ab")), call.body());
        raw("no name", text(call.with("", "ab")), call.body());
        raw("no colon", text(call).replace(END + END, END + "no colon" + END + END), call.body());
        raw("no Host", text(call.without("Host")), call.body());
        raw("Host twice, the same", text(call.with("Host", call.value("Host"))), call.body());
        raw("two Hosts over HTTP/1.0", text(call.with("Host", "evil.example")).replace(" HTTP/1.1", " HTTP/1.0"));
        raw("two Hosts", text(call.with("Host", "evil.example")), call.body());
        raw("a strange Host", text(call.replace("Host", "a b@c/d")), call.body());
        raw("two Authorizations", text(call.with("Authorization", call.value("Authorization"))), call.body());
    }

    private void targets() {
        for (var target : List.of(
                "http://evil.example/",
                "http://" + call.value("Host").replaceFirst(":.*", "") + "/",
                "http://somebody@" + call.value("Host") + "/",
                "https://evil.example:443/",
                "evil.example:443",
                "*",
                "//evil.example/",
                "/%",
                "/..%2f",
                "/\u00e9",
                "/#x",
                "\\")) {
            raw("the target " + target, text(call.target(target)), call.body());
        }
        raw("CONNECT", text(call.target("evil.example:443")).replaceFirst("POST", "CONNECT"), call.body());
        raw("CONNECT to itself", text(call).replaceFirst("POST", "CONNECT"), call.body());
        raw("TRACE", text(call).replaceFirst("POST", "TRACE"), call.body());
        raw("a method of its own", text(call).replaceFirst("POST", "P@ST"), call.body());
        raw("another case", text(call).replaceFirst("POST", "post"), call.body());
    }

    private void versions() {
        for (var version : List.of("HTTP/0.9", "HTTP/2.0", "HTTP/1.9", "HTTP/11", "HTTP/1.1 x", "HTCPCP/1.0", "")) {
            raw("the version " + version, text(call).replaceFirst("HTTP/1.1", version), call.body());
        }
        raw("two blanks", text(call).replaceFirst("POST ", "POST  /x "), call.body());
        raw("the preface of HTTP/2 with a call", "PRI * HTTP/2.0" + END + END + "SM" + END + END + text(call));
    }

    private void sizes() {
        raw("a header of 20 KB", text(call.with("X-More", "x".repeat(20_000))), call.body());
        raw("a header of megabytes", text(call.with("X-More", "x".repeat(3 * MEBIBYTE))), call.body());
        raw("a name of 20 KB", text(call.with("x".repeat(20_000), "x")), call.body());
        raw("20,000 headers", text(call).replace(END + END, END + ("x: y" + END).repeat(20_000) + END), call.body());
        raw("a target of 20 KB", text(call.target("/?" + "x".repeat(20_000))), call.body());
    }

    /** A call in the body of one that is refused, and where it would be told to wait. */
    private void hiddenCalls() {
        var hidden = new ByteArrayOutputStream();
        hidden.writeBytes(call.head());
        hidden.writeBytes(call.body());
        var inside = hidden.toByteArray();
        var unsigned = call.without("Authorization").replace("Content-Length", String.valueOf(inside.length));
        raw("a call in a refused body", text(unsigned), inside);
        raw("a call in a body that is too large", text(call.replace("Content-Length", "20000000")), inside);
        raw(
                "a call instead of a body",
                text(call.with("Expect", "100-continue").replace("Content-Length", "20000000")),
                inside);
        raw("an expectation that nobody knows", text(call.with("Expect", "a-miracle")), inside);
        raw("CL 0 and TE, then a call", text(first("Transfer-Encoding", "chunked")) + "0" + END + END, inside);
    }

    private Wire chunked() {
        return call.without("Content-Length").with("Transfer-Encoding", "chunked");
    }

    private Wire first(String name, String value) {
        var headers = new ArrayList<>(call.headers());
        headers.addFirst(Map.entry(name, value));
        return new Wire(call.gateway(), call.target(), headers, call.body());
    }

    private static String text(Wire wire) {
        return new String(wire.head(), StandardCharsets.ISO_8859_1);
    }

    /** With the call's own body, which is right if the length is believed, and with the end of a chunked one. */
    private void changed(String name, Wire wire) {
        raw(name, text(wire), call.body());
        var whole = Integer.toHexString(call.body().length) + END;
        raw(
                name + ", in a chunk",
                text(wire) + whole,
                call.body(),
                (END + "0" + END + END).getBytes(StandardCharsets.US_ASCII));
    }

    private void raw(String name, String head, byte[]... more) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        for (var part : more) {
            bytes.writeBytes(part);
        }
        all.add(new Attack(name, bytes.toByteArray()));
    }
}
