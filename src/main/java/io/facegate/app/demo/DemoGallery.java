package io.facegate.app.demo;

/** The galleries of the demo's clearing house. */
enum DemoGallery {
    /** Kept. */
    CHILDREN("missing-children"),
    /** Made, used and erased. */
    CAMPAIGN("spring-campaign"),
    /** Kept; two people look at each match in it. */
    RESCUE("rescue");

    private final String id;

    DemoGallery(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}
