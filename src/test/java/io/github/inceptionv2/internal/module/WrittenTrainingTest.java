package io.github.inceptionv2.internal.module;

import java.nio.file.Path;

/** The training graph of a written module, read back, computes the reference's numbers. */
class WrittenTrainingTest extends LogitsTrainingContract {

  @Override
  Subject subject(Path directory) throws Exception {
    Path written = directory.resolve("module");
    ModuleWriter.write(InceptionModule.reference(1001), written);
    return Subject.of(written);
  }
}
