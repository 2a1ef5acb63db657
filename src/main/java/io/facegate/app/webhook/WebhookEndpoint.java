package io.facegate.app.webhook;

import io.facegate.app.files.StrictYamlFile;
import io.facegate.cli.SecretFileArgument;
import java.nio.file.Path;
import java.util.Map;

/**
 * A webhook, and the key of its signatures.
 *
 * @param secret the file with the key
 */
public record WebhookEndpoint(HttpsAddress address, Path secret) {
    /**
     * Reads the settings {@code url}, {@code private} and {@code secret} of an entry of a file.
     *
     * @param name the name of the entry, for messages
     */
    public static WebhookEndpoint read(StrictYamlFile file, Map<?, ?> entry, String name) {
        var secret = file.path()
                .resolveSibling(file.text(entry.get("secret"), "secret of " + name))
                .toAbsolutePath();
        var unfit = SecretFileArgument.problem("secret of " + name, secret);
        file.require(unfit == null, String.valueOf(unfit).replaceFirst("\\.$", ""));
        file.require(
                WebhookSignature.isSecret(secret), "the secret of " + name + " is whsec_ and base64 of 24 to 64 bytes");
        return new WebhookEndpoint(HttpsAddress.read(file, entry, name), secret);
    }
}
