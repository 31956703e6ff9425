package io.github.inceptionv2.internal.module;

import java.nio.file.Path;

/** The training graph of Hub's feature-vector module computes the reference's numbers. */
class HubFeatureTrainingTest extends TrainingContract {

  @Override
  Subject subject(Path directory) throws Exception {
    return Subject.of(HubModuleTest.withWeights(directory, "hub-feature-vector-3", 0));
  }
}
