package io.facegate.registry;

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

/** Commits to a request, so that the identical one is known again and no other is taken for it. */
final class RequestFingerprint {
    private final Mac mac;

    RequestFingerprint(Mac mac) {
        this.mac = mac;
    }

    /** The commitment to who asks, for whom, why, in which case, and to all that is asked. */
    byte[] of(Submission submission) {
        var caller = submission.caller();
        var asked = submission.asked();
        value(caller.chain().stream().map(Organisation::id).toList());
        value(caller.purpose());
        value(caller.context().matter());
        value(List.of(asked.wire(), asked.asked(), asked.provider(), asked.operation()));
        value(asked.params());
        return mac.doFinal();
    }

    /** The commitment to a case of an organisation. */
    byte[] ofCase(String organisation, String matter) {
        value(List.of(organisation, matter));
        return mac.doFinal();
    }

    /** Kinds and lengths come first, so that no two values read alike. */
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
