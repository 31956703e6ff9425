package io.github.inceptionv2.internal.store;

import java.io.IOException;
import java.nio.file.Path;

/** Makes a module of what was in an archive; the store does not know what that is. */
public interface Installer {

  /**
   * Makes the directory {@code target}, which does not exist, of the files in {@code unpacked},
   * which it may move.
   *
   * @throws UnusableArchiveException if they are not a whole model
   */
  void install(Path unpacked, Path target) throws IOException;
}
