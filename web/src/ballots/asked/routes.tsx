/** Under /ballots/asked: what somebody with an account is asked in consultations. */
export { Asked as default } from "./Asked.tsx";
