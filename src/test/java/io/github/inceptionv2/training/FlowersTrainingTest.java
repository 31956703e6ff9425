package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.Fixtures;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Training on photographs from fresh weights reduces the loss. */
class FlowersTrainingTest {

  @Test
  void loss_falls() throws Exception {
    Path flowers = Fixtures.shared("flowers/test");
    ImageFolder images = ImageFolder.open(flowers, 0, 0);
    TrainingOptions options =
        TrainingOptions.freshWeights().toBuilder().stages(List.of(new Stage(64, 4))).build();
    FineTunedModel model = FineTuner.builder(images).options(options).build().train();
    List<EpochReport> epochs = model.epochs();

    // Guessing among five classes has a loss of 1.61.
    assertTrue(epochs.get(3).loss() < 1.6, epochs.toString());
    assertTrue(epochs.get(3).loss() < epochs.get(0).loss() - 0.1, epochs.toString());
  }
}
