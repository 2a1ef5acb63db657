/** Who answers the calls of a gateway: the embedded engine, clouds, or both. */
@NullMarked
package io.facegate.app.cloud;

import org.jspecify.annotations.NullMarked;
