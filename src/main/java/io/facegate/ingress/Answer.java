package io.facegate.ingress;

import java.util.List;
import java.util.Map;

/** What goes back on the wire. */
public record Answer(int status, List<Map.Entry<String, String>> headers, byte[] body) {
    public Answer {
        headers = List.copyOf(headers);
    }

    @Override
    public String toString() {
        return "Answer[" + status + ", " + body.length + " bytes]";
    }
}
