package io.facegate.app.demo;

import io.facegate.identity.Credential;
import java.util.ArrayList;
import java.util.Map;

/** A complete request of the demo. */
record DemoRequest(Credential.Request head, byte[] body) {
    /** The same with another value of a header. */
    DemoRequest withHeader(String name, String value) {
        var headers = new ArrayList<>(head.headers());
        headers.removeIf(header -> header.getKey().equalsIgnoreCase(name));
        headers.add(Map.entry(name, value));
        return new DemoRequest(
                new Credential.Request(
                        head.method(),
                        head.path(),
                        head.query(),
                        headers,
                        head.source(),
                        head.transport(),
                        head.certificate()),
                body);
    }
}
