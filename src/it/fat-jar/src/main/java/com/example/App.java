package com.example;

import io.github.inceptionv2.InceptionV2;
import java.nio.file.Path;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Prints the predictions of two models that Spring opens and closes. */
public final class App {

  private App() {}

  /** Classifies {@code args[1]} with the module in {@code args[0]} and with untrained weights. */
  public static void main(String[] args) throws Exception {
    System.setProperty("model", args[0]);
    Path photo = Path.of(args[1]);
    InceptionV2 trained;
    try (var spring = new AnnotationConfigApplicationContext(Models.class)) {
      trained = spring.getBean("trained", InceptionV2.class);
      InceptionV2 untrained = spring.getBean("untrained", InceptionV2.class);
      String first = trained.classify(photo, 1).get(0).label();
      System.out.println(first + ", " + untrained.classify(photo, 1).get(0).label());
    }
    try {
      trained.classify(photo);
      System.out.println("Spring did not close the model");
    } catch (IllegalStateException expected) {
      // closed with the context
    }
  }
}
