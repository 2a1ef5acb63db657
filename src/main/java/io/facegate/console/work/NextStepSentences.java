package io.facegate.console.work;

import io.facegate.call.Fault;
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
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Says what the visitor cannot do alone, and which registered people can do it next. */
final class NextStepSentences {
    /** Most people that are named. */
    private static final int NAMED = 3;

    private final PageLanguage speech;
    private final ConsoleVisitor visitor;
    private final WorkServices services;
    /** Read once: each reading verifies the registry. */
    private Optional<List<Person>> people = Optional.empty();

    private boolean peopleRead;

    private Optional<List<Reviewer>> reviewers = Optional.empty();
    private boolean reviewersRead;

    NextStepSentences(PageLanguage speech, ConsoleVisitor visitor, WorkServices services) {
        this.speech = speech;
        this.visitor = visitor;
        this.services = services;
    }

    /** What a held answer needs: that the visitor's approval releases it, or who else must approve. */
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

    /** Which reviewers, other than the visitor, can still approve a held answer. */
    String others(HeldResponse held) {
        return tell(reviewers(held));
    }

    private static boolean hasApproved(HeldResponse held, String person) {
        return held.review().approvals().stream()
                .anyMatch(given -> given.reviewer().equals(person));
    }

    private Optional<List<String>> reviewers(HeldResponse held) {
        if (!reviewersRead) {
            reviewers = read(() -> sound(
                    services.reviews(services.access(visitor.name(), null)).reviewers()));
            reviewersRead = true;
        }
        return reviewers.map(all -> all.stream()
                .filter(one -> one.removed() == null && held.organisations().contains(one.organisation()))
                .map(Reviewer::id)
                .filter(id -> !id.equals(visitor.name()) && !hasApproved(held, id))
                .distinct()
                .toList());
    }

    private static <T> List<T> sound(List<CheckedEntry<T>> rows) {
        return rows.stream()
                .filter(one -> !one.altered())
                .map(CheckedEntry::entry)
                .toList();
    }

    /** Empty if the registry cannot be read now. */
    private static <T> Optional<List<T>> read(Supplier<List<T>> reading) {
        try {
            return Optional.of(reading.get());
        } catch (RegistryException | Fault unreadable) {
            return Optional.empty();
        }
    }

    /** That the visitor can approve a proposal, or who else can. */
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

    private Optional<List<String>> people(Predicate<Person> who) {
        if (!visitor.may(Right.READ_REGISTRY)) {
            return Optional.of(List.of());
        }
        if (!peopleRead) {
            people = read(() -> sound(new People(services.access(visitor.name(), null)).list()));
            peopleRead = true;
        }
        return people.map(all -> all.stream()
                .filter(Person::isActive)
                .filter(person -> !person.id().equals(visitor.name()))
                .filter(who)
                .map(Person::id)
                .toList());
    }

    private String tell(Optional<List<String>> known) {
        if (known.isEmpty()) {
            return speech.say("work.next.unreadable");
        }
        var ids = known.get();
        if (ids.isEmpty()) {
            return speech.say("work.next.none");
        }
        var named = ids.stream().sorted().limit(NAMED).map(DisplayText::forPage).collect(Collectors.joining(", "));
        int more = ids.size() - NAMED;
        return more > 0 ? speech.fill("work.next.tell.more", named, more) : speech.fill("work.next.tell", named);
    }
}
