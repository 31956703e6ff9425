/** An application. */
module com.example {
  requires io.github.inceptionv2;
}
