package io.facegate.fuzz;

import io.facegate.app.telemetry.TraceparentProbe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The {@code traceparent} header with which a caller names its trace. */
public final class TraceparentFuzzer {
    /** W3C Trace Context: version, trace, span, flags, and from a later version whatever follows a dash. */
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?", Pattern.DOTALL);

    private TraceparentFuzzer() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        var header = new String(bytes, StandardCharsets.ISO_8859_1);
        Claim.decodes(NoException.class, () -> {
            var span = TraceparentProbe.span(List.of(header));
            var parent = span.getParentSpanContext();
            var form = FORM.matcher(header);
            boolean isForm = form.matches();
            Claim.that(isForm || !parent.isValid(), "only the header's own form names a trace");
            if (isForm && parent.isValid()) {
                Claim.that(parent.getTraceId().equals(form.group(2)), "the trace that the caller named");
                Claim.that(parent.getSpanId().equals(form.group(3)), "the span that the caller named");
                Claim.that(span.getTraceId().equals(form.group(2)), "its child");
            }
            Claim.that(span.getName().equals("POST rekognition"), "nothing of the caller's is in the name");
            Claim.that(span.getAttributes().size() == 2, "nor in what the span says");
            Claim.that(
                    !TraceparentProbe.span(List.of(header, header))
                            .getParentSpanContext()
                            .isValid(),
                    "a header that comes twice names no trace");
        });
    }

    /** None is documented. */
    private static final class NoException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
