package io.facegate.e2e;

import static java.util.Objects.requireNonNull;

import io.facegate.AwsModel;
import io.facegate.FakeCompreFace;
import io.facegate.FakeFacePlusPlus;
import io.facegate.FakeGoogleVision;
import io.facegate.FakeRekognition;
import io.facegate.FakeVendor;
import io.facegate.FakeVendor.Answer;
import io.facegate.GoogleAccount;
import io.facegate.SelfSigned;
import io.facegate.e2e.Gateway.Key;
import io.facegate.identity.RegisteredResource;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.KeyRequest;
import io.facegate.testkit.TestOrganisation;
import io.facegate.usecase.registry.OrganisationKeys;
import io.facegate.usecase.registry.Organisations;
import io.facegate.usecase.registry.RegistryAccess;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;

/**
 * Two gateways over TLS, one that answers with the embedded engine and one that forwards to a stand-in of each vendor;
 * and one photograph in each format.
 */
final class MatrixScene implements AutoCloseable {
    private static final String FACES = "[{\"faceRectangle\":{\"top\":1,\"left\":1,\"width\":9,\"height\":9}}]";
    private static final String PEOPLE = """
        {"modelVersion":"2023-10-01","metadata":{"width":9,"height":8},
         "peopleResult":{"values":[{"boundingBox":{"x":1,"y":2,"w":3,"h":4},"confidence":0.9}]}}\
        """;
    private static final String FOUND =
            "{\"result\":[{\"box\":{\"probability\":0.9,\"x_max\":9,\"y_max\":9,\"x_min\":1,\"y_min\":1}}]}";

    private final Path folder;
    private final Path pictures;
    private final Path certificate;
    private final FakeVendor tokens = FakeVendor.start();
    private final FakeVendor azure = FakeVendor.start().answers(Answer.of(200, FACES));
    private final FakeVendor vision = FakeVendor.start().answers(Answer.of(200, PEOPLE));
    private final FakeVendor compreface = FakeVendor.start().answers(Answer.of(200, FOUND));
    private final FakeVendor web = FakeVendor.start();
    private final FakeRekognition amazon = FakeRekognition.start(AwsModel.load());
    private final FakeFacePlusPlus facePlusPlus = FakeFacePlusPlus.start();
    private final FakeGoogleVision google = FakeGoogleVision.start("the-gateways-own-token");
    private final Map<String, Key> keys = new HashMap<>();
    private final Gateway engine;
    private final Gateway forwarding;

    /** Registers these organisations, which may call, with {@code pd} and {@code shop}, and starts the gateways. */
    MatrixScene(Path folder, List<String> organisations) throws Exception {
        this.folder = folder;
        pictures = Files.createDirectory(folder.resolve("pictures"));
        certificate = SelfSigned.pem(folder, "ip:127.0.0.1,dns:localhost");
        tokens.answers(GoogleAccount.token("the-gateways-own-token", 3600));
        drawPictures();
        web.answers(Answer.of(200, Photos.bytes(picture("jpeg"))).with("Content-Type", "image/jpeg"));
        register("engine", organisations);
        register("forwarding", organisations);
        engine = Gateway.encrypting(certificate, folder.resolve("engine"));
        forwarding = forward();
    }

    private void register(String data, List<String> organisations) {
        var cast = Cast.register(folder.resolve(data));
        keys.put(data + " pd", cast.pd());
        keys.put(data + " shop", cast.shop());
        var registry = new RegistryAccess(folder.resolve(data), LedgerAddress.ofFolder(folder.resolve(data)), null);
        var resources = Set.of(
                requireNonNull(RegisteredResource.parse("s3:films")),
                requireNonNull(RegisteredResource.parse("url:gs://films")));
        for (var id : organisations) {
            new Organisations(registry)
                    .add(TestOrganisation.of(id, "nonprofit.child_protection")
                            .in("US-OR")
                            .purposes("missing_child")
                            .resources(resources)
                            .build());
            var minted = new OrganisationKeys(registry)
                    .mint(new KeyRequest(id, List.of(), null, null))
                    .key();
            keys.put(data + ' ' + id, new Key(minted.accessKeyId(), minted.secretAccessKey(), minted.apiKey()));
        }
    }

    private Gateway forward() throws Exception {
        var own = Files.writeString(folder.resolve("own.key"), "the-gateways-own-key\n")
                .toString();
        var services = Files.writeString(folder.resolve("services"), FakeCompreFace.KEYS)
                .toString();
        var form = "api_key: " + FakeFacePlusPlus.KEY + "\napi_secret: " + FakeFacePlusPlus.SECRET + '\n';
        var formKey = Files.writeString(folder.resolve("form.key"), form).toString();
        return Gateways.inFrontOf(
                amazon.url(),
                folder.resolve("forwarding"),
                "--provider",
                "rekognition,azure,google,compreface,faceplusplus",
                "--azure-endpoint",
                azure.url().toString(),
                "--azure-key",
                own,
                "--azure-vision-endpoint",
                vision.url().toString(),
                "--azure-vision-key",
                own,
                "--google-credentials",
                GoogleAccount.write(folder, tokens.url()).toString(),
                "--google-endpoint",
                google.url().toString(),
                "--compreface-endpoint",
                compreface.url().toString(),
                "--compreface-keys",
                services,
                "--faceplusplus-endpoint",
                facePlusPlus.url().toString(),
                "--faceplusplus-key",
                formKey,
                "--tls-port",
                "0",
                "--tls-cert",
                certificate.toString(),
                "--tls-key",
                certificate.resolveSibling("vendor.key").toString());
    }

    /** The photograph of one face, small; what the engine does not read is no larger than its header. */
    private void drawPictures() throws IOException {
        var whole = ImageIO.read(Photos.ONE.toFile());
        var small = new BufferedImage(360, 288, BufferedImage.TYPE_INT_RGB);
        var pen = small.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.drawImage(whole, 0, 0, 360, 288, null);
        pen.dispose();
        for (var format : List.of("jpeg", "png", "gif", "bmp")) {
            ImageIO.write(small, format, picture(format).toFile());
        }
        Files.write(
                picture("webp"),
                HexFormat.of().parseHex("52494646240000005745425056503820180000003001009d012a0c0008000140262500"));
    }

    Path picture(String format) {
        return pictures.resolve("one." + format);
    }

    Gateway engine() {
        return engine;
    }

    Gateway forwarding() {
        return forwarding;
    }

    Path certificate() {
        return certificate;
    }

    /** Where that picture is for a client which fetches it itself. */
    URI web() {
        return web.url();
    }

    Key engineKey(String organisation) {
        return requireNonNull(keys.get("engine " + organisation));
    }

    Key forwardingKey(String organisation) {
        return requireNonNull(keys.get("forwarding " + organisation));
    }

    /** Calls that reached a vendor so far. */
    int forwarded() {
        return amazon.seen().size()
                + azure.seen().size()
                + vision.seen().size()
                + google.seen().size()
                + compreface.seen().size()
                + facePlusPlus.seen().size();
    }

    @Override
    public void close() {
        engine.close();
        forwarding.close();
        List.of(tokens, azure, vision, compreface, web).forEach(FakeVendor::close);
        amazon.close();
        google.close();
        facePlusPlus.close();
    }
}
