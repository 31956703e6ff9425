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

/** Installs the contents of an archive as a module. */
final class ModuleInstaller {

  private ModuleInstaller() {}

  /**
   * Checks the contents of {@code unpacked}, including every value of every variable, and creates
   * the directory {@code target} from them. A module is moved unchanged; a checkpoint is combined
   * with this library's graphs.
   *
   * @throws UnusableArchiveException if {@code unpacked} does not contain a complete Inception V2
   *     model
   */
  static void install(Path unpacked, Path target) throws IOException {
    try {
      InceptionModule module = ModuleFinder.read(unpacked);
      if (module.format() == InceptionModule.Format.CHECKPOINT) {
        ModuleWriter.write(module, target); // also checks the values
      } else {
        module.checkValues();
        Files.move(module.path(), target);
      }
    } catch (ModelFormatException e) {
      // Files are named as in the archive, because the directory is about to be deleted.
      String problem =
          e.getMessage()
              .replace(unpacked + ": ", "")
              .replace(unpacked.toString() + File.separator, "");
      throw new UnusableArchiveException(e.file(), problem, e);
    }
  }
}
