package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.report.Json;
import java.io.IOException;

/** Writes an epoch as the members of a JSON object. */
final class EpochJson {

  private EpochJson() {}

  static void write(Json.Writer json, EpochReport epoch) throws IOException {
    json.member("epoch", epoch.epoch()).member("epochs", epoch.epochs());
    json.member("imageSize", epoch.imageSize()).member("learningRate", epoch.learningRate());
    json.member("loss", epoch.loss()).member("accuracy", epoch.accuracy());
    json.member("validationLoss", epoch.validationLoss().orElse(Double.NaN));
    json.member("validationAccuracy", epoch.validationAccuracy().orElse(Double.NaN));
    json.member("imagesPerSecond", epoch.imagesPerSecond());
    json.member("waitingShare", epoch.waitingShare());
    json.member("seconds", epoch.duration().toMillis() / 1000.0);
  }
}
