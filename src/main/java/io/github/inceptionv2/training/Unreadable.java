package io.github.inceptionv2.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Reports each image that cannot be read once, however often it is drawn. Not thread-safe. */
final class Unreadable {

  private final TrainingListener listener;
  private final Set<Path> known = new HashSet<>();

  Unreadable(TrainingListener listener) {
    this.listener = listener;
  }

  void add(Path file, Exception reason) {
    if (known.add(file)) {
      listener.onUnreadable(
          file,
          reason instanceof IOException e
              ? UnreadableReason.of(e)
              : String.valueOf(reason.getMessage()));
    }
  }
}
