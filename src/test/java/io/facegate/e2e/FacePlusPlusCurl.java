package io.facegate.e2e;

import io.facegate.e2e.Gateway.Key;
import io.facegate.e2e.Gateway.Result;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/** Plain curl with forms, as Face++'s own documentation has it: no registry keeps a client of version 3. */
final class FacePlusPlusCurl implements MatrixClient {
    private static final Pattern ERROR = Pattern.compile("([A-Z_]+)(?:: (.*))?", Pattern.DOTALL);

    private final URI gateway;
    private final Key key;
    private final Path certificate;

    FacePlusPlusCurl(URI gateway, Key key, Path certificate) {
        this.gateway = gateway;
        this.key = key;
        this.certificate = certificate;
    }

    private int send(String... fields) {
        var command = new ArrayList<>(List.of("/usr/bin/curl", "-sS", "--max-time", "60"));
        command.addAll(List.of("--cacert", certificate.toString()));
        command.addAll(List.of("-F", "api_key=" + key.id(), "-F", "api_secret=" + key.apiKey()));
        for (var field : fields) {
            command.addAll(List.of("-F", field));
        }
        command.add(gateway.resolve("/facepp/v3/detect").toString());
        var answer = Result.of(new ProcessBuilder(command)).expect(0).json();
        if (answer.has("error_message")) {
            throw new IllegalStateException(answer.path("error_message").asText());
        }
        return answer.path("faces").size();
    }

    @Override
    public int detect(Path picture) {
        return send("image_file=@" + picture);
    }

    /** The shipped rules have no ban on finding faces here, and refuse estimates of ethnicity. */
    @Override
    public int banned(Path picture) {
        return send("image_file=@" + picture, "return_attributes=ethnicity");
    }

    @Override
    public int mistaken(Path picture) {
        return send("image_file=@" + picture, "return_attributes=bogus");
    }

    @Override
    public Map<String, ToIntFunction<Path>> forms() {
        return Map.of(
                "base64",
                picture -> send("image_base64=" + Base64.getEncoder().encodeToString(Photos.bytes(picture))),
                "URL",
                none -> send("image_url=https://pictures.example/one.jpg"));
    }

    @Override
    public Failure failure(RuntimeException raised) {
        var said = ERROR.matcher(String.valueOf(raised.getMessage()));
        return said.matches()
                ? new Failure(said.group(1), said.group(1), String.valueOf(said.group(2)), true)
                : new Failure("?", "?", raised.toString(), false);
    }
}
