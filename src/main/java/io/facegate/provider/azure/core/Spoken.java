package io.facegate.provider.azure.core;

import io.facegate.call.Ask;
import io.facegate.call.Capability;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.via.Via;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says in Azure Face's words what another wire asks: the operation that answers it, and all that it takes there. */
public final class Spoken {
    static final String VENDOR = "azure_face";

    /** A face that is asked with must be given an id, and with it is kept for a minute. */
    private static final Set<Capability> BY_ID = Set.of(Capability.DETECT, Capability.ENROLL);

    private Spoken() {}

    /** The call by the vendor's name for it, or null where the vendor has none, or cannot tell what is asked. */
    public static @Nullable FaceCall of(FaceCall asked, Via via) {
        var operation = operation(asked.ask());
        return operation == null || !isTold(asked)
                ? null
                : asked.named(VENDOR, operation, via).with(facts(asked));
    }

    /** Only the neutral API has words for what is told of a face beside where it is. */
    private static boolean isTold(FaceCall asked) {
        var does = asked.facts().capabilities();
        return asked.wire().equals(Via.NEUTRAL) ? Attributes.tell(does) : does.equals(Set.of(Capability.DETECT));
    }

    private static @Nullable String operation(Ask ask) {
        return switch (ask) {
            case Ask.Detect _ -> "Detect";
            case Ask.Compare _ -> "Verify";
            case Ask.SearchByPicture _ -> "FindSimilar";
            case Ask.CreateGallery _ -> "CreateFaceList";
            case Ask.DescribeGallery _ -> "GetFaceList";
            case Ask.ListGalleries _ -> "GetFaceLists";
            case Ask.EraseGallery _ -> "DeleteFaceList";
            case Ask.Enroll _ -> "AddFaceListFace";
            case Ask.ListFaces(var _, var ids, var _) when ids.isEmpty() -> "GetFaceList";
            case Ask.EraseFaces(var _, var ids) when ids.size() == 1 -> "DeleteFaceListFace";
            case Ask.StartLiveness _ -> "CreateLivenessSession";
            case Ask.ReadLiveness _ -> "GetLivenessSessionResult";
            case Ask.ListFaces _,
                    Ask.EraseFaces _,
                    Ask.SearchByFace _,
                    Ask.DetectKeeping _,
                    Ask.DetectEach _,
                    Ask.CompareKept _,
                    Ask.SearchKept _,
                    Ask.CompareEach _,
                    Ask.OfExamples _,
                    Ask.Particular _,
                    Ask.Flawed _ -> null;
        };
    }

    /** What it is judged by: all that is done at Azure, not only what is told of it. */
    private static Facts facts(FaceCall asked) {
        var given = asked.facts();
        var all = EnumSet.noneOf(Capability.class);
        all.addAll(given.capabilities());
        all.addAll(
                switch (asked.ask()) {
                    case Ask.Compare _, Ask.SearchByPicture _ -> BY_ID;
                    case Ask.Enroll _ -> Set.of(Capability.DETECT);
                    default -> Set.<Capability>of();
                });
        var unasked = Attributes.unasked(all);
        all.addAll(unasked);
        return new Facts(
                all, given.ifSeveral(), given.crowd(), given.gallery(), given.references(), given.threshold(), unasked);
    }

    /** The parameters of such a call, as far as it names what is kept: whose that is must be told before it is judged. */
    public static Map<String, @Nullable Object> params(FaceCall call) {
        return switch (call.ask()) {
            case Ask.CreateGallery(var gallery) -> Words.list(gallery).params();
            case Ask.DescribeGallery(var gallery) -> Words.list(gallery).params();
            case Ask.EraseGallery(var gallery) -> Words.list(gallery).params();
            case Ask.ListFaces list -> Words.list(list.gallery()).params();
            case Ask.Enroll enroll -> Words.list(enroll.gallery()).params();
            case Ask.EraseFaces(var gallery, var ids) ->
                Words.list(gallery).at("persistedFaceId", ids.getFirst()).params();
            case Ask.SearchByPicture search ->
                Words.plain().saying(Map.of("faceListId", search.gallery())).params();
            case Ask.ReadLiveness(var session) ->
                Words.plain().at("sessionId", session).params();
            default -> Words.plain().params();
        };
    }
}
