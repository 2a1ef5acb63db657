package io.facegate.usecase.lockdown.account;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way round the gateway, as an example.
 *
 * @param principal who may go it
 * @param operation the face operation that it ends at
 * @param region where; null where the vendor has none
 * @param path what the principal does, step by step, in sentences
 * @param opening what opens it
 * @param remedy what closes it, in a sentence
 */
public record Hole(
        String principal,
        String operation,
        @Nullable String region,
        List<String> path,
        Opening opening,
        String remedy) {
    public Hole {
        path = List.copyOf(path);
    }

    /**
     * What opens a way: a statement of a policy, an assignment, or a setting.
     *
     * @param file the exported file that has it
     * @param statement its name, such as a policy and the Sid in it
     */
    public record Opening(String file, String statement) {}
}
