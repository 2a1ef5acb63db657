/** What a gateway under test stands on. */
@NullMarked
package io.facegate.app.bench.ground;

import org.jspecify.annotations.NullMarked;
