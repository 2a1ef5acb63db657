package io.facegate.vendor.faceplusplus.wire;

import io.facegate.call.FaceCall;
import io.facegate.call.Fault;
import io.facegate.call.ObligationBinding;
import io.facegate.call.Outcome;
import io.facegate.identity.Credential;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import io.facegate.vendor.wire.VendorWire;

/** Face++'s wire format: forms under {@code /facepp/v3/}, with the caller's key and secret as fields of the form. */
public final class FacePlusPlusWire implements VendorWire {
    /** The path pattern of this wire. */
    public static final String PATHS = "/facepp/v3/*";

    static final String KEY = "api_key";
    static final String SECRET = "api_secret";

    /** Longer than any key, so that a scan copies little. */
    private static final int LONGEST = 256;

    private static final ObligationBinding TERMS = new FacePlusPlusObligationBinding();

    /**
     * Finds the credential in the form, of which nothing is parsed yet: {@code api_secret} is a Facegate API key, and
     * {@code api_key} the id in it. Credentials in a query are not looked for; those in two places count for nothing.
     */
    @Override
    public Credential credential(HttpCall arrival) {
        boolean inHeader = arrival.header("Authorization") != null || arrival.header("X-Api-Key") != null;
        var form = FormFields.find(arrival);
        var key = form == null ? null : form.byName().get(KEY);
        var secret = form == null ? null : form.byName().get(SECRET);
        if (form == null || key == null || secret == null || inHeader) {
            return key == null && secret == null ? arrival.token() : new Credential.Missing(arrival.head());
        }
        if (key.file() || secret.file() || key.to() - key.from() > LONGEST || secret.to() - secret.from() > LONGEST) {
            return new Credential.Missing(arrival.head());
        }
        // The registry compares the secret in constant time; the id is no secret, and is part of it.
        var id = form.rawText(key);
        var whole = form.rawText(secret);
        return new Credential.ApiKey(arrival.head(), !id.isEmpty() && whole.contains('_' + id + '_') ? whole : "");
    }

    @Override
    public FaceCall read(HttpCall arrival) {
        return FacePlusPlusRequestReader.read(arrival);
    }

    @Override
    public ObligationBinding terms() {
        return TERMS;
    }

    @Override
    public HttpAnswer write(FaceCall call, Outcome outcome) {
        return FacePlusPlusOutcomeWriter.write(call, outcome);
    }

    @Override
    public HttpAnswer write(Fault fault) {
        return FacePlusPlusOutcomeWriter.fault(fault, null);
    }

    @Override
    public HttpAnswer internalError() {
        return FacePlusPlusOutcomeWriter.error(500, "INTERNAL_ERROR: Facegate failed on this call; see its log.", null);
    }
}
