package io.facegate.console;

import io.facegate.registry.Right;
import io.facegate.registry.SavedList;
import io.facegate.usecase.ledger.DisplayText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * View model of the saved lists of whoever logged in.
 *
 * @param person the person's id; null for the local login, whose lists stay in the browser
 * @param lists those that the person sees
 */
record SavedListsView(PageLanguage speech, @Nullable String person, List<SavedList> lists) {
    /** A list with a link; {@code note} says who shares it, and is empty for one that nobody shares. */
    record Row(String id, String name, String address, String note, boolean removable) {}

    public boolean kept() {
        return person != null;
    }

    public List<Row> rows() {
        var visitor = speech.visitor();
        boolean mayStop = visitor != null && visitor.may(Right.STOP);
        return lists.stream().map(one -> row(one, mayStop)).toList();
    }

    private Row row(SavedList list, boolean mayStop) {
        boolean isOwn = list.owner().equals(person);
        var note = isOwn
                ? speech.say("views.shared.own")
                : speech.fill("views.shared.by", DisplayText.forPage(list.owner()));
        return new Row(
                list.id(),
                DisplayText.forPage(list.name()),
                list.address(),
                list.shared() ? note : "",
                isOwn || mayStop);
    }
}
