package com.example;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.ModelSource;
import java.nio.file.Path;

/** Prints the predictions of two models. */
public final class App {

  private App() {}

  /** Classifies {@code args[1]} with the module in {@code args[0]} and with untrained weights. */
  public static void main(String[] args) throws Exception {
    Path photo = Path.of(args[1]);
    try (InceptionV2 trained = InceptionV2.load(Path.of(args[0]));
        InceptionV2 untrained = InceptionV2.load(ModelSource.untrained())) {
      String first = trained.classify(photo, 1).get(0).label();
      System.out.println(first + ", " + untrained.classify(photo, 1).get(0).label());
    }
  }
}
