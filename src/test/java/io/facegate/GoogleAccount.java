package io.facegate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.FakeVendor.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** The file of a Google service account that exists in a test only, and the answers of whoever gives it tokens. */
public final class GoogleAccount {
    private static final ObjectMapper JSON = new ObjectMapper();

    private GoogleAccount() {}

    /** Writes the file; tokens are asked for at that address. */
    public static Path write(Path folder, URI tokens) throws Exception {
        var keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        var key = Base64.getMimeEncoder()
                .encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
        return write(
                folder,
                JSON.createObjectNode()
                        .put("type", "service_account")
                        .put("project_id", "facegate-test")
                        .put("private_key_id", "0123456789abcdef")
                        .put("private_key", "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n")
                        .put("client_email", "gateway@facegate-test.iam.gserviceaccount.com")
                        .put("client_id", "12345")
                        .put("token_uri", tokens.resolve("/token").toString()));
    }

    /** The same of a user, as gcloud writes it. */
    public static Path writeUser(Path folder, URI tokens) throws IOException {
        return write(
                folder,
                JSON.createObjectNode()
                        .put("type", "authorized_user")
                        .put("client_id", "12345.apps.googleusercontent.com")
                        .put("client_secret", "a-users-client-secret")
                        .put("refresh_token", "a-users-refresh-token")
                        .put("token_uri", tokens.resolve("/token").toString()));
    }

    private static Path write(Path folder, ObjectNode account) throws IOException {
        return Files.write(folder.resolve("google.json"), JSON.writeValueAsBytes(account));
    }

    /** A token, and how long it is good for. */
    public static Answer token(String token, int seconds) {
        return Answer.of(
                        200,
                        "{\"access_token\":\"" + token + "\",\"expires_in\":" + seconds + ",\"token_type\":\"Bearer\"}")
                .with("Content-Type", "application/json");
    }
}
