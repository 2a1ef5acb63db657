package io.facegate.console;

import io.facegate.call.Digests;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The style, scripts and icon of the console's pages, at addresses that change with their bytes. */
@Named("assets")
@Singleton
final class ConsoleAssets {
    static final String FOLDER = "/console/assets/";

    /** Contains the htmx version pinned in pom.xml. If they differ, no console page opens, and tests fail too. */
    private static final String HTMX = "META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";

    private static final String SCRIPT = "text/javascript; charset=utf-8";
    /** As many digits as no two versions of a file share by chance. */
    private static final int DIGITS = 16;

    private final Map<String, Asset> assets = Map.of(
            "console.css", read("text/css; charset=utf-8", "console/console.css"),
            "icon.svg", read("image/svg+xml", "console/icon.svg"),
            "overview.js", read(SCRIPT, "console/overview.js"),
            "views.js", read(SCRIPT, "console/views.js"),
            "buttons.js", read(SCRIPT, "console/buttons.js"),
            "proof.js", read(SCRIPT, "console/proof.js"),
            "htmx.js", read(SCRIPT, HTMX));

    /**
     * A file that pages load.
     *
     * @param digest the first digits of its SHA-256
     */
    record Asset(String type, byte[] bytes, String digest) {}

    Optional<Asset> find(String name) {
        return Optional.ofNullable(assets.get(name));
    }

    /** The address of a file, with its digest. */
    public String at(String name) {
        return FOLDER + Objects.requireNonNull(assets.get(name), name).digest() + '/' + name;
    }

    private static Asset read(String type, String path) {
        try (var in = open(path)) {
            var bytes = in.readAllBytes();
            return new Asset(
                    type, bytes, HexFormat.of().formatHex(Digests.sha256(bytes)).substring(0, DIGITS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String path) throws IOException {
        var in = ConsoleAssets.class.getClassLoader().getResourceAsStream(path);
        if (in == null) {
            throw new IOException("The gateway's jar lacks " + path);
        }
        return in;
    }
}
