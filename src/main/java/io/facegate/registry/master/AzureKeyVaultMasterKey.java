package io.facegate.registry.master;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.call.Digests;
import io.facegate.json.JsonMappers;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * An RSA key of Azure Key Vault or Managed HSM, used by its operations wrapKey and unwrapKey (RSA-OAEP-256). RSA binds
 * nothing to what it wraps, so a hash of the binding is wrapped with the key.
 */
public final class AzureKeyVaultMasterKey implements MasterKey {
    public static final String SCHEME = "azure-keyvault:";

    private static final Pattern URL = Pattern.compile("https://([a-z0-9-]{1,63}(\\.vault\\.azure\\.net|"
            + "\\.vault\\.azure\\.cn|\\.vault\\.usgovcloudapi\\.net|\\.managedhsm\\.azure\\.net))"
            + "/keys/[A-Za-z0-9-]{1,127}(?:/[0-9a-f]{32})?");

    private static final String VERSION = "?api-version=7.4";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST = 64 * 1024;
    private static final int KEY_BYTES = 32;

    private final URI key;
    private final HttpClient client;
    private final Tokens tokens;

    private AzureKeyVaultMasterKey(URI key, HttpClient client, Tokens tokens) {
        this.key = key;
        this.client = client;
        this.tokens = tokens;
    }

    /** Issues tokens of Microsoft Entra. */
    @FunctionalInterface
    interface Tokens {
        String issue() throws MasterKeyException;
    }

    /**
     * The key of a URL.
     *
     * @throws MasterKeyException if it is not the URL of a key in Azure: a token is sent nowhere else
     */
    public static AzureKeyVaultMasterKey of(String url) throws MasterKeyException {
        var found = URL.matcher(url);
        if (!found.matches()) {
            throw new MasterKeyException("A key of Azure Key Vault is named by its URL:"
                    + " azure-keyvault:https://NAME.vault.azure.net/keys/KEY, with its version or without.");
        }
        var resource = "https://" + found.group(2).substring(1);
        var client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(ProxySelector.of(null))
                .connectTimeout(PATIENCE)
                .build();
        return at(URI.create(url), client, () -> new EntraToken(client, System.getenv()).fetch(resource));
    }

    /** The key at any address, by that client. */
    static AzureKeyVaultMasterKey at(URI key, HttpClient client, Tokens tokens) {
        return new AzureKeyVaultMasterKey(key, client, tokens);
    }

    @Override
    public Wrapped wrap(byte[] dataKey, WrappingContext binding) throws MasterKeyException {
        var bound = Arrays.copyOf(dataKey, 2 * KEY_BYTES);
        System.arraycopy(hash(binding), 0, bound, KEY_BYTES, KEY_BYTES);
        var answer = ask("wrapkey", bound);
        var exact = answer.path("kid").asText();
        // A later version of the key does not open what this one wrapped.
        if (!exact.equals(key.toString()) && !exact.matches(Pattern.quote(key + "/") + "[0-9a-f]{32}")) {
            throw new MasterKeyException("Azure Key Vault wrapped with another key than " + key + '.');
        }
        return new Wrapped(SCHEME + exact, value(answer));
    }

    @Override
    public byte[] unwrap(byte[] wrapped, WrappingContext binding) throws MasterKeyException {
        var bound = value(ask("unwrapkey", wrapped));
        if (bound.length != 2 * KEY_BYTES
                || !MessageDigest.isEqual(Arrays.copyOfRange(bound, KEY_BYTES, 2 * KEY_BYTES), hash(binding))) {
            throw new MasterKeyException("What Azure Key Vault unwrapped with " + key + " is bound to something else.");
        }
        return Arrays.copyOf(bound, KEY_BYTES);
    }

    private JsonNode ask(String operation, byte[] value) throws MasterKeyException {
        var body = JsonMappers.STRICT
                .createObjectNode()
                .put("alg", "RSA-OAEP-256")
                .put("value", Base64.getUrlEncoder().withoutPadding().encodeToString(value));
        var request = HttpRequest.newBuilder(URI.create(key + "/" + operation + VERSION))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + tokens.issue())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        try {
            var answer =
                    client.send(request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LONGEST));
            var json = JsonMappers.STRICT.readTree(answer.body());
            if (answer.statusCode() != 200) {
                var code = json.path("error").path("code").asText();
                throw new MasterKeyException("Azure Key Vault refused the key " + key + ": " + answer.statusCode() + ' '
                        + (code.matches("[A-Za-z]{1,64}") ? code : "error") + '.');
            }
            return json;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new MasterKeyException("Azure Key Vault was not asked to the end.");
        } catch (IOException failed) {
            throw new MasterKeyException("Azure Key Vault did not answer for the key " + key + '.', failed);
        }
    }

    private static byte[] value(JsonNode answer) throws MasterKeyException {
        try {
            return Base64.getUrlDecoder().decode(answer.path("value").asText());
        } catch (IllegalArgumentException malformed) {
            throw new MasterKeyException("Azure Key Vault's answer cannot be read.");
        }
    }

    private static byte[] hash(WrappingContext binding) {
        return Digests.sha256(binding.bytes());
    }
}
