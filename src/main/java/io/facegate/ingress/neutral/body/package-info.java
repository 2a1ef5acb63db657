/** What the neutral API answers with: faces, boxes, and scores that say what they are. */
@NullMarked
package io.facegate.ingress.neutral.body;

import org.jspecify.annotations.NullMarked;
