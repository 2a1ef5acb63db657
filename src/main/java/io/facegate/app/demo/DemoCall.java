package io.facegate.app.demo;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The usual calls of the demo's organisations, and how often each is made among those of its caller. */
enum DemoCall {
    CHILDREN_DETECT(DemoCaller.CHILDREN, 6, requests -> requests.detect(DemoCaller.CHILDREN)),
    CHILDREN_COMPARE(DemoCaller.CHILDREN, 2, requests -> requests.compare(DemoCaller.CHILDREN)),
    CHILDREN_NEUTRAL(DemoCaller.CHILDREN, 3, requests -> requests.neutralDetect(DemoCaller.CHILDREN)),
    /** A mistake of the caller's. */
    CHILDREN_NO_PICTURE(
            DemoCaller.CHILDREN, 1, requests -> requests.rekognition(DemoCaller.CHILDREN, "DetectFaces", Map.of())),
    /** Refused: the purpose is not registered. */
    CHILDREN_OTHER_PURPOSE(DemoCaller.CHILDREN, 1, requests -> requests.detect(DemoCaller.CHILDREN, "media_tagging")),
    CLEARING_DETECT(DemoCaller.CLEARING_HOUSE, 4, requests -> requests.detect(DemoCaller.CLEARING_HOUSE)),
    CLEARING_SEARCH(
            DemoCaller.CLEARING_HOUSE, 4, requests -> requests.search(DemoCaller.CLEARING_HOUSE, DemoGallery.CHILDREN)),
    CLEARING_AZURE(DemoCaller.CLEARING_HOUSE, 2, requests -> requests.azureDetect(DemoCaller.CLEARING_HOUSE, false)),
    /** Refused until Microsoft's approval is registered. */
    CLEARING_AZURE_FACE_ID(
            DemoCaller.CLEARING_HOUSE, 2, requests -> requests.azureDetect(DemoCaller.CLEARING_HOUSE, true)),
    /** Refused: the moratorium. */
    POLICE_DETECT(DemoCaller.POLICE, 4, requests -> requests.detect(DemoCaller.POLICE)),
    /** Refused: Microsoft's own moratorium. */
    POLICE_AZURE(DemoCaller.POLICE, 2, requests -> requests.azureDetect(DemoCaller.POLICE, true)),
    POLICE_VERIFY(DemoCaller.POLICE, 2, requests -> requests.neutralVerify(DemoCaller.POLICE)),
    /** Refused: the moratorium binds whoever acts for police. */
    CONTRACTOR_COMPARE(DemoCaller.CONTRACTOR, 2, requests -> requests.compare(DemoCaller.CONTRACTOR)),
    CONTRACTOR_VERIFY(DemoCaller.CONTRACTOR, 1, requests -> requests.neutralVerify(DemoCaller.CONTRACTOR)),
    BANK_COMPARE(DemoCaller.BANK, 2, requests -> requests.compare(DemoCaller.BANK)),
    BANK_VERIFY(DemoCaller.BANK, 1, requests -> requests.neutralVerify(DemoCaller.BANK)),
    BANK_DETECT(DemoCaller.BANK, 5, requests -> requests.azureDetect(DemoCaller.BANK, false)),
    /** Refused: nothing permits a bank to search. */
    BANK_SEARCH(DemoCaller.BANK, 1, requests -> requests.neutralSearch(DemoCaller.BANK, DemoGallery.CHILDREN)),
    /** Refused from the day on which the shop's purpose has ended. */
    SHOP_DETECT(DemoCaller.SHOP, 4, requests -> requests.detect(DemoCaller.SHOP)),
    SHOP_GOOGLE(DemoCaller.SHOP, 2, requests -> requests.googleDetect(DemoCaller.SHOP)),
    /** Refused: nobody in the pictures consented in writing. */
    SHOP_COMPARE(DemoCaller.SHOP, 1, requests -> requests.compare(DemoCaller.SHOP)),
    DEVELOPER_DETECT(DemoCaller.DEVELOPER, 2, requests -> requests.neutralDetect(DemoCaller.DEVELOPER)),
    DEVELOPER_COMPARE(DemoCaller.DEVELOPER, 1, requests -> requests.compare(DemoCaller.DEVELOPER));

    private final DemoCaller caller;
    private final int weight;

    @SuppressWarnings("ImmutableEnumChecker") // a method of the requests, without a state
    private final Making making;

    /** How the request is made. */
    @FunctionalInterface
    private interface Making {
        DemoRequest make(DemoRequests requests) throws IOException;
    }

    DemoCall(DemoCaller caller, int weight, Making making) {
        this.caller = caller;
        this.weight = weight;
        this.making = making;
    }

    static List<DemoCall> of(DemoCaller caller) {
        return Arrays.stream(values()).filter(call -> call.caller == caller).toList();
    }

    DemoCaller caller() {
        return caller;
    }

    int weight() {
        return weight;
    }

    DemoRequest request(DemoRequests requests) throws IOException {
        return making.make(requests);
    }
}
