package io.github.inceptionv2.internal.store;

import java.io.IOException;
import java.nio.file.Path;

/** Makes a module from an archive's unpacked files. The store itself does not know their format. */
public interface Installer {

  /**
   * Creates a module from unpacked files.
   *
   * @param unpacked a directory of files, which may be moved
   * @param target the module's directory, which does not exist yet
   * @throws UnusableArchiveException if the files are not a complete model
   */
  void install(Path unpacked, Path target) throws IOException;
}
