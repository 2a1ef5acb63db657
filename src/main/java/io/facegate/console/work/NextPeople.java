package io.facegate.console.work;

import io.facegate.console.ConsoleVisitor;
import io.facegate.console.PageLanguage;
import io.facegate.registry.HeldResponse;
import io.facegate.registry.Person;
import io.facegate.registry.Proposal;
import io.facegate.registry.RegistryException;
import io.facegate.registry.Reviewer;
import io.facegate.registry.Right;
import io.facegate.registry.StopEntry;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.registry.CheckedEntry;
import io.facegate.usecase.registry.People;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Says what the visitor cannot do alone, and which registered people can do it next. */
record NextPeople(PageLanguage speech, ConsoleVisitor visitor, WorkServices services) {
    /** Most people that are named. */
    private static final int NAMED = 3;

    /** What a held answer needs beside the visitor; empty if the visitor's approval releases it. */
    String ofReview(HeldResponse held, boolean reviewed) {
        var review = held.review();
        int missing = review.required() - review.approvals().size();
        boolean mine = visitor.isPerson() && visitor.may(Right.REVIEW) && reviewed;
        boolean approved = hasApproved(held, visitor.name());
        if (mine && !approved && missing <= 1) {
            return speech.say("work.next.review.last");
        }
        var key = !mine ? "stranger" : approved ? "own" : "more";
        var said = speech.fill("work.next.review." + key, missing);
        return said + ' ' + tell(reviewers(held));
    }

    private static boolean hasApproved(HeldResponse held, String person) {
        return held.review().approvals().stream()
                .anyMatch(given -> given.reviewer().equals(person));
    }

    private List<String> reviewers(HeldResponse held) {
        return services.reviews(services.access(visitor.name(), null)).reviewers().stream()
                .filter(one -> !one.altered())
                .map(CheckedEntry::entry)
                .filter(one -> one.removed() == null && held.organisations().contains(one.organisation()))
                .map(Reviewer::id)
                .filter(id -> !id.equals(visitor.name()) && !hasApproved(held, id))
                .distinct()
                .toList();
    }

    /** Who else can approve a proposal that the visitor cannot; empty if the visitor can. */
    String ofProposal(Proposal proposal, boolean mayApprove) {
        return mayApprove
                ? speech.say("work.next.you")
                : tell(people(person -> !person.id().equals(proposal.proposer())
                        && person.roles().stream().anyMatch(proposal::isApprovedBy)));
    }

    /** Who else can confirm that a stop is lifted; empty while nobody asked for it. */
    String ofStop(StopEntry stop) {
        var requested = stop.requested();
        if (requested == null) {
            return "";
        }
        boolean own = requested.by().equals(visitor.name());
        if (!own && visitor.isPerson() && visitor.may(Right.LIFT_STOPS)) {
            return speech.say("work.next.you");
        }
        return (own ? speech.say("work.next.stop.own") + ' ' : "")
                + tell(people(
                        person -> person.may(Right.LIFT_STOPS) && !person.id().equals(requested.by())));
    }

    /** Which people with that right to tell. */
    String withRight(Right right) {
        return tell(people(person -> person.may(right)));
    }

    private List<String> people(Predicate<Person> who) {
        if (!visitor.may(Right.READ_REGISTRY)) {
            return List.of();
        }
        try {
            return new People(services.access(visitor.name(), null))
                    .list().stream()
                            .filter(one -> !one.altered())
                            .map(CheckedEntry::entry)
                            .filter(Person::isActive)
                            .filter(person -> !person.id().equals(visitor.name()))
                            .filter(who)
                            .map(Person::id)
                            .toList();
        } catch (RegistryException unreadable) {
            return List.of();
        }
    }

    private String tell(List<String> ids) {
        if (ids.isEmpty()) {
            return speech.say("work.next.none");
        }
        var named = ids.stream().sorted().limit(NAMED).map(DisplayText::forPage).collect(Collectors.joining(", "));
        int more = ids.size() - NAMED;
        return more > 0 ? speech.fill("work.next.tell.more", named, more) : speech.fill("work.next.tell", named);
    }
}
