package io.facegate.usecase.policy;

import io.facegate.call.FaceCall;
import io.facegate.call.VendorAccount;
import io.facegate.identity.Caller;
import org.jspecify.annotations.Nullable;

/** Chooses the account at the vendor that a call would be judged for. */
public interface AccountSelector {
    /** The account; null if the vendor has none, or if it is not known. */
    @Nullable
    VendorAccount choose(Caller caller, FaceCall call);
}
