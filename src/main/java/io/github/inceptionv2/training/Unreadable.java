package io.github.inceptionv2.training;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports each image that cannot be read once, however often it is drawn. Not thread-safe. */
final class Unreadable {

  private static final Logger LOG = LoggerFactory.getLogger(FineTuner.class);

  private final TrainingListener listener;
  private final Set<Path> known = new HashSet<>();

  Unreadable(TrainingListener listener) {
    this.listener = listener;
  }

  void add(Path file, Exception reason) {
    if (known.add(file)) {
      LOG.warn("{} is left out: {}", file, reason.getMessage());
      listener.onUnreadable(file, String.valueOf(reason.getMessage()));
    }
  }

  int count() {
    return known.size();
  }
}
