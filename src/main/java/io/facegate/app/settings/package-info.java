/** What Quarkus is given to run by, and what it must not be given from elsewhere. */
@NullMarked
package io.facegate.app.settings;

import org.jspecify.annotations.NullMarked;
