package io.facegate.policy.reading;

import io.facegate.policy.language.PolicyMistake;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * A policy file decoded to text.
 *
 * @param mistake why the bytes are not valid text, or null
 */
record YamlSource(String text, @Nullable PolicyMistake mistake) {
    static YamlSource decode(String file, byte[] bytes, boolean strict) {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length + 1);
        var result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        var text = out.flip().toString();
        if (result.isError()) {
            return new YamlSource(text, mistakeAt(file, text, text.length(), "is not UTF-8"));
        }
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int letter = text.codePointAt(at);
            if (!StreamReader.isPrintable(letter)) {
                return new YamlSource(
                        text,
                        mistakeAt(
                                file,
                                text,
                                at,
                                "holds the character U+%04X, which no policy may hold".formatted(letter)));
            }
        }
        return strict ? checkVisible(file, text) : new YamlSource(text, null);
    }

    private static YamlSource checkVisible(String file, String text) {
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int letter = text.codePointAt(at);
            if (InvisibleCharacters.isInvisible(letter)) {
                var what =
                        "holds the character U+%04X, which is invisible or changes the direction of text; leave it out"
                                .formatted(letter);
                return new YamlSource(text, mistakeAt(file, text, at, what));
            }
        }
        return new YamlSource(text, null);
    }

    private static PolicyMistake mistakeAt(String file, String text, int end, String message) {
        var before = text.substring(0, end);
        int line = (int) before.chars().filter(letter -> letter == '\n').count() + 1;
        int start = before.lastIndexOf('\n') + 1;
        return new PolicyMistake(file, line, before.codePointCount(start, end) + 1, message);
    }
}
