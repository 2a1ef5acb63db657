package io.facegate.app.demo;

/** The galleries of the demo's clearing house. */
enum DemoGallery {
    /** Kept. */
    CHILDREN("missing-children"),
    /** Made, used and erased. */
    CAMPAIGN("spring-campaign"),
    /** Kept; two people look at each match in it. */
    RESCUE("rescue"),
    /** Kept; a court is asked afterwards to allow each search in it. */
    CORONER("coroner");

    private final String id;

    DemoGallery(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}
