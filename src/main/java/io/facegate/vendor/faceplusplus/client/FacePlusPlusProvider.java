package io.facegate.vendor.faceplusplus.client;

import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.Reply;
import io.facegate.call.ResourceOwners;
import io.facegate.catalogue.VendorApi;
import io.facegate.identity.Caller;
import io.facegate.ledger.Cleared;
import io.facegate.vendor.client.MultipartForm;
import io.facegate.vendor.client.RestRequestWriter;
import io.facegate.vendor.client.RetryableRequest;
import io.facegate.vendor.client.VendorClient;
import io.facegate.vendor.client.VendorHttpClient;
import io.facegate.vendor.client.VendorHttpClient.Request;
import io.facegate.vendor.client.VendorSite;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Provider for the Face++ API, called with a key that only the gateway holds. */
public final class FacePlusPlusProvider extends VendorClient {
    static final String VENDOR = "faceplusplus";

    private final FacePlusPlusAccount account;
    private final String base;

    /**
     * Creates the provider for an account.
     *
     * @throws IllegalArgumentException when its endpoint must not be used
     */
    public FacePlusPlusProvider(Vertx vertx, FacePlusPlusAccount account, ResourceOwners owners) {
        super(
                VENDOR,
                new VendorHttpClient(
                        vertx, VendorSite.parse(account.endpoint()), account.limits(), account.authorities()),
                owners);
        this.account = account;
        this.base = upstream().path().replaceFirst("/$", "");
    }

    @Override
    protected @Nullable FaceCall translate(FaceCall asked, CrossVendorRoute via) {
        return FacePlusPlusNeutralAdapter.translate(asked, via);
    }

    @Override
    protected FacePlusPlusCallResources resources(Caller caller, FaceCall call) {
        return new FacePlusPlusCallResources(
                ownership(), caller, call.route() == null ? call : FacePlusPlusNeutralAdapter.withVendorParams(call));
    }

    @Override
    protected @Nullable Instant ownedSince(Caller caller, FaceCall asked) {
        var gallery = asked.facts().gallery();
        return gallery == null
                ? null
                : ownership().ownedSince(caller, FacePlusPlusCallResources.named(caller, gallery));
    }

    @Override
    protected Reply exchange(Cleared cleared, FaceCall call, long deadline) {
        Function<FaceCall, Reply> vendor = sent -> {
            var request = new RetryableRequest(
                    () -> write(sent),
                    VendorApi.FACEPLUSPLUS.isReadOnly(sent.operation()),
                    FacePlusPlusReplyReader::isThrottled);
            return cleared.reply(FacePlusPlusReplyReader.read(upstream().send(request, deadline)));
        };
        Function<FaceCall, Reply> owned = sent -> ownership()
                .send(cleared, call, new FacePlusPlusCallResources(ownership(), cleared.caller(), sent), vendor);
        return call.route() == null ? owned.apply(call) : new FacePlusPlusNeutralAdapter(call, owned, vendor).reply();
    }

    /** The only place that writes the operator's key. */
    private Request write(FaceCall sent) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        var key = account.key().get();
        fields.put("api_key", key.id());
        fields.put("api_secret", key.secret());
        sent.params().forEach(fields::putIfAbsent);
        var form = MultipartForm.encode(fields);
        var path = RestRequestWriter.path(VendorApi.FACEPLUSPLUS.rest().byName(sent.operation()), Map.of());
        return new Request("POST", base + path, Map.of("Content-Type", form.type()), form.body());
    }
}
