package io.facegate.registry;

import io.facegate.call.FaceCall;
import io.facegate.call.Picture;
import io.facegate.identity.Organisation;
import io.facegate.registry.ReviewQueue.Submission;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** Keyed commitment to a request: identifies an identical request, and no other request matches it. */
final class RequestFingerprint {
    private final Mac mac;

    RequestFingerprint(Mac mac) {
        this.mac = mac;
    }

    /** Commits to caller, principals, purpose, case and the whole request. */
    byte[] compute(Submission submission) {
        var caller = submission.caller();
        var asked = submission.call();
        value(caller.delegationChain().stream().map(Organisation::id).toList());
        value(caller.purpose());
        value(caller.context().caseId());
        value(List.of(asked.wire(), asked.wireOperation(), asked.provider(), asked.operation()));
        if (asked.account() != null) {
            value(List.of(asked.account().name()));
        }
        value(identity(asked));
        return mac.doFinal();
    }

    private static Map<String, @Nullable Object> identity(FaceCall asked) {
        var detail = asked.wireDetail();
        if (detail == null || detail.identity().isEmpty()) {
            return asked.params();
        }
        Map<String, @Nullable Object> all = new TreeMap<>(asked.params());
        all.putAll(detail.identity());
        return all;
    }

    /** Commits to a case of an organisation. */
    byte[] computeForCase(String organisation, String matter) {
        value(List.of(organisation, matter));
        return mac.doFinal();
    }

    /** Encodes type and length first, so that distinct values never encode alike. */
    private void value(@Nullable Object value) {
        switch (value) {
            case null -> head('0', 0);
            case String text -> bytes('s', text.getBytes(StandardCharsets.UTF_8));
            case Picture picture -> bytes('p', picture.bytes());
            case byte[] document -> bytes('d', document);
            case Map<?, ?> map -> map(map);
            case List<?> list -> {
                head('l', list.size());
                list.forEach(this::value);
            }
            case Number number -> bytes('n', number.toString().getBytes(StandardCharsets.UTF_8));
            case Boolean flag -> head(flag ? 't' : 'f', 0);
            default -> throw new IllegalArgumentException("A request holds a value of an unknown kind.");
        }
    }

    private void map(Map<?, ?> map) {
        head('m', map.size());
        var sorted = new TreeMap<String, @Nullable Object>();
        map.forEach((key, held) -> sorted.put(String.valueOf(key), held));
        sorted.forEach((key, held) -> {
            value(key);
            value(held);
        });
    }

    private void bytes(char kind, byte[] bytes) {
        head(kind, bytes.length);
        mac.update(bytes);
    }

    private void head(char kind, int length) {
        mac.update((byte) kind);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).flip());
    }
}
