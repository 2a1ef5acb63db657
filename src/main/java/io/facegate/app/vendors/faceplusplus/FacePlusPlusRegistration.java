package io.facegate.app.vendors.faceplusplus;

import io.facegate.app.registration.ProviderOpener;
import io.facegate.app.registration.VendorCheckCall;
import io.facegate.app.registration.VendorCheckCalls;
import io.facegate.app.registration.VendorCheckRequest;
import io.facegate.app.registration.VendorRegistration;
import io.facegate.app.registration.WireRegistration;
import io.facegate.catalogue.VendorApi;
import io.facegate.vendor.faceplusplus.client.FacePlusPlusProvider;
import io.facegate.vendor.faceplusplus.wire.FacePlusPlusWire;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** Registers Face++. */
public final class FacePlusPlusRegistration implements VendorRegistration {
    private static final int OK = 200;

    @Mixin
    private FacePlusPlusOptions options = new FacePlusPlusOptions();

    @Override
    public String word() {
        return VendorApi.FACEPLUSPLUS.word();
    }

    @Override
    public List<VendorApi> apis() {
        return List.of(VendorApi.FACEPLUSPLUS);
    }

    @Override
    public String clients() {
        return "Face++";
    }

    @Override
    public String example() {
        return "--faceplusplus-endpoint URL --faceplusplus-key FILE";
    }

    @Override
    public List<WireRegistration> wires() {
        return List.of(WireRegistration.atPath(FacePlusPlusWire.PATHS, FacePlusPlusWire::new)
                .answeringOptions(OK, "OPTIONS, POST"));
    }

    @Override
    public @Nullable String problem() {
        return options.problem();
    }

    @Override
    public ProviderOpener opener() {
        return (vertx, owners, limits, files) ->
                Map.of(word(), new FacePlusPlusProvider(vertx, options.account(limits, files), owners));
    }

    @Override
    public VendorCheckCalls checkCalls() {
        var set = "outer_id=${gallery}";
        var words = "age,gender,smiling,emotion,headpose,facequality,blur,eyestatus,mouthstatus,eyegaze";
        return new VendorCheckCalls(
                form(),
                List.of(
                        new VendorCheckCall(
                                VendorApi.FACEPLUSPLUS,
                                "Detect",
                                "POST /facepp/v3/detect",
                                "image_base64=${one}&return_landmark=1&return_attributes=" + words,
                                "/faces/0/face_rectangle",
                                Map.of("face", "/faces/0/face_token")),
                        step("Compare", "compare", "image_base64_1=${one}&image_base64_2=${same}", "/confidence"),
                        step("CreateFaceSet", "faceset/create", set + "&face_tokens=${face}", "/faceset_token"),
                        step("GetFaceSet", "faceset/getdetail", set, "/face_tokens/0"),
                        step("Search", "search", set + "&image_base64=${same}", "/results/0/confidence")),
                List.of(step("DeleteFaceSet", "faceset/delete", set + "&check_empty=0", "")));
    }

    private static VendorCheckCall step(String operation, String path, String body, String holds) {
        return new VendorCheckCall(VendorApi.FACEPLUSPLUS, operation, "POST /facepp/v3/" + path, body, holds);
    }

    /** Base64 has pluses, which mean spaces in such a form. */
    private static VendorCheckRequest form() {
        return (gateway, key, call, path, body) -> {
            var fields = new String(body, StandardCharsets.US_ASCII).replace("+", "%2B");
            var all = "api_key=" + key.accessKeyId() + "&api_secret=" + key.apiKey() + '&' + fields;
            return HttpRequest.newBuilder(gateway.resolve(path))
                    .POST(BodyPublishers.ofString(all))
                    .header("Content-Type", "application/x-www-form-urlencoded");
        };
    }
}
