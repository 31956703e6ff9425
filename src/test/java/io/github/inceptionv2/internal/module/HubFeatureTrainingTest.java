package io.github.inceptionv2.internal.module;

import java.nio.file.Path;

/** The training graph in the true structure of Hub's feature-vector module. */
class HubFeatureTrainingTest extends TrainingContract {

  @Override
  Subject subject(Path directory) throws Exception {
    return Subject.of(HubModuleTest.withWeights(directory, "hub-feature-vector-3", 0));
  }
}
