package io.github.inceptionv2;

import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.module.ModuleFinder;
import io.github.inceptionv2.internal.module.ModuleWriter;
import io.github.inceptionv2.internal.store.UnusableArchiveException;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a module of what was in an archive. */
final class ModuleInstaller {

  private ModuleInstaller() {}

  /**
   * Checks all that is in {@code unpacked}, every value of every variable too, and makes the
   * directory {@code target} of it. A module stays as it is; a checkpoint gets our graphs.
   *
   * @throws UnusableArchiveException if it is not a whole Inception V2
   */
  static void install(Path unpacked, Path target) throws IOException {
    try {
      InceptionModule module = ModuleFinder.read(unpacked);
      if (module.format() == InceptionModule.Format.CHECKPOINT) {
        ModuleWriter.write(module, target); // which reads and checks the values, too
      } else {
        module.checkValues();
        Files.move(module.path(), target);
      }
    } catch (ModelFormatException e) {
      // Names of files as they were in the archive: the directory is about to be deleted.
      String problem =
          e.getMessage()
              .replace(unpacked + ": ", "")
              .replace(unpacked.toString() + File.separator, "");
      throw new UnusableArchiveException(e.file(), problem, e);
    }
  }
}
