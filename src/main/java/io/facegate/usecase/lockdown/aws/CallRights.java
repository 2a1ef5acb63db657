package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.Hole.Opening;
import io.facegate.usecase.lockdown.aws.Authorization.Passed;
import io.facegate.usecase.lockdown.aws.RequestClasses.FaceRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells whether a principal may call a face operation, with its policies as they are or as they could become. */
final class CallRights {
    private final AwsAccount account;
    private final RequestClasses faces;
    private final MutableTags tags;

    CallRights(AwsAccount account, RequestClasses faces, MutableTags tags) {
        this.account = account;
        this.faces = faces;
        this.tags = tags;
    }

    /** A face call that may pass. */
    record MayCall(FaceRequest call, Passed passed) {}

    /** The context of any request of the principal. */
    RequestContext context(AwsPrincipal principal) {
        return AwsContexts.of(principal, tags.of(principal));
    }

    /** What binds the principal. */
    Authorization authorization(AwsPrincipal principal) {
        var boundary = principal.boundary();
        return new Authorization(
                principal.statements(), boundary == null ? null : boundary.statements(), account.levelsOf(principal));
    }

    /** A face call that the principal may make, or null. */
    @Nullable
    MayCall find(AwsPrincipal principal) {
        return find(principal, context(principal));
    }

    /** The same in another context. */
    @Nullable
    MayCall find(AwsPrincipal principal, RequestContext context) {
        var rights = authorization(principal);
        for (var call : faces.requests()) {
            var passed = rights.find(call.of(context));
            if (passed != null) {
                return new MayCall(call, passed);
            }
        }
        return null;
    }

    /** A face call that the principal could make if policies of its own allowed everything, or null. */
    @Nullable
    MayCall findIfAllowed(AwsPrincipal principal) {
        return find(allowed(principal));
    }

    private static AwsPrincipal allowed(AwsPrincipal principal) {
        var all = IamStatement.allowAll(new Opening(AwsAccountReader.DETAILS, "a policy that could be written"));
        return principal.with(List.of(all), null);
    }

    /** What a request of a principal passes by, or null. */
    @Nullable
    Passed find(AwsPrincipal principal, Authorization.Request request) {
        return authorization(principal).find(request);
    }
}
