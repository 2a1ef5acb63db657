package io.facegate.usecase.lockdown.aws;

import io.facegate.usecase.lockdown.account.Hole;
import io.facegate.usecase.lockdown.account.Hole.Opening;
import io.facegate.usecase.lockdown.aws.CallRights.MayCall;
import io.facegate.usecase.lockdown.aws.RequestClasses.FaceRequest;
import java.util.ArrayList;
import java.util.List;

/** The words of holes in an AWS account. */
final class AwsHoles {
    private AwsHoles() {}

    static String insufficient(IamStatement deny) {
        var origin = deny.origin();
        var name = origin.statement() + " (" + origin.file() + ')';
        return deny.conditions().isEmpty()
                ? name + " denies it for other resources only."
                : name + " denies it only where "
                        + String.join(
                                " and ",
                                deny.conditions().stream()
                                        .map(ConditionTest::toString)
                                        .toList())
                        + ", which does not surely hold.";
    }

    static Hole hole(AwsPrincipal principal, FaceRequest call, List<String> path, Opening opening, String remedy) {
        return new Hole(principal.arn(), call.action(), call.region(), path, opening, remedy);
    }

    static Hole hole(AwsPrincipal principal, MayCall call, Step step, String then) {
        return hole(principal, call.call(), List.of(step.sentence(), then), step.opening(), step.remedy());
    }

    static String calls(MayCall call, String who) {
        return who + " calls " + call.call().action() + " in " + call.call().region() + '.';
    }

    static Hole chained(AwsPrincipal principal, Step step, AwsPrincipal through, Hole next) {
        var path = new ArrayList<String>();
        path.add(step.sentence());
        path.add("Then it goes the way of " + through.arn() + ':');
        path.addAll(next.path());
        return new Hole(principal.arn(), next.operation(), next.region(), path, step.opening(), next.remedy());
    }
}
