export default "self reference";
