package io.facegate.app.server;

import io.facegate.gateway.appeals.AppealAnswer;
import io.facegate.gateway.appeals.AppealField;
import io.facegate.gateway.appeals.AppealService;
import io.facegate.usecase.ledger.MemberAppeals;
import java.time.InstantSource;
import java.util.Optional;

/** Files appeals of logged-in members through the appeal service. */
public record GatewayMemberAppeals(AppealService appeals, InstantSource clock) implements MemberAppeals {
    @Override
    public Filed file(Member member, String decision, String text, String contact) {
        var readable = AppealField.TEXT.validate(text);
        var reachable = contact.isBlank() ? null : AppealField.CONTACT.validate(contact);
        if (readable == null || (reachable == null && !contact.isBlank())) {
            return Filed.UNREADABLE;
        }
        return switch (appeals.fileForOrganisation(of(member), clock.instant(), decision, readable, reachable)) {
            case AppealAnswer.Found _ -> Filed.WAITS;
            case AppealAnswer.NotFound _ -> Filed.UNKNOWN;
            case AppealAnswer.Conflict conflict -> conflict.isFinal() ? Filed.DECIDED : Filed.OTHER_WAITS;
        };
    }

    private static AppealService.Member of(Member member) {
        return new AppealService.Member(member.organisation(), member.person());
    }

    @Override
    public void countRead(Member member) {
        appeals.countRead(of(member));
    }

    @Override
    public Optional<Answer> read(String organisation, String decision) {
        return appeals.readForOrganisation(organisation, decision) instanceof AppealAnswer.Found found
                ? Optional.of(new Answer(found.state(), found.filed(), found.answered(), found.reason()))
                : Optional.empty();
    }
}
